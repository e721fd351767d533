// allauth's own scripts talk to the device; this one hands them our buttons and shows what did not work.
const supported = "PublicKeyCredential" in window;

for (const button of supported ? document.querySelectorAll("button[data-passkey]") : []) {
  const { passkey, credential, passwordless, options } = button.dataset;
  const ids = { add: button.id, authenticate: button.id, login: button.id, credential, passwordless };
  window.allauth.webauthn.forms[passkey]({ ids, data: options && JSON.parse(options) });
}

for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = !supported;
for (const part of document.querySelectorAll("[data-without-passkey]")) part.hidden = supported;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkey-trouble]").hidden = false;
});
