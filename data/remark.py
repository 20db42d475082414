"""A sentence that readers of either language must be able to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """One sentence in both languages.

    Parameters
    ----------
    ja, en
        The same thing said in Japanese and in English; not empty.
    """

    ja: str
    en: str

    def __post_init__(self) -> None:
        if not (self.ja and self.en):
            raise ValueError(f"a remark is said in both languages; got {self.ja!r} and {self.en!r}")

    @classmethod
    def untranslated(cls, text: str) -> "Remark":
        """A sentence that is known in one language only."""
        return cls(ja=text, en=text)

    def said(self, language: str) -> str:
        """The sentence in `ja` or `en`."""
        return {"ja": self.ja, "en": self.en}[language]
