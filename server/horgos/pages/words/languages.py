"""What language tags name."""

from __future__ import annotations

from horgos.translation import message

_LANGUAGES = {
    "ar": message("Arabic"), "de": message("German"), "en": message("English"), "fr": message("French"),
    "kk": message("Kazakh"), "la": message("Latin"), "ru": message("Russian"), "ug": message("Uyghur"),
    "zh": message("Chinese"),
}  # fmt: skip


def language(tag: str) -> str:
    """What a language tag (BCP 47) names, as a message; the tag itself where it has none here."""
    return _LANGUAGES.get(tag.partition("-")[0].lower(), tag)
