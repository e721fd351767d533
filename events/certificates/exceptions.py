class CertificateRefused(Exception):
    """What was asked for cannot be done; the words say why, nothing has changed."""


class NoSuchCertificate(Exception):
    """The certificate is not there."""
