"""The door: those who look after the library see what is taken from it."""

from content.desk import Door

from .enums import LIBRARY_ROLES

library_door = Door(LIBRARY_ROLES)
