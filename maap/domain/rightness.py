"""How often suggested themes were right: what people took, counted over the findings that were coded beside them."""

from dataclasses import dataclass

from maap.domain.sentences import share

FEWEST = 5
"""Before so many findings the share says nothing."""


@dataclass(frozen=True)
class Rightness:
    """Findings that were coded beside suggestions; how often the first, and one of the first three, was taken."""

    findings: int = 0
    first: int = 0
    three: int = 0

    @property
    def sentence(self) -> str:
        """The same in words."""
        if self.findings < FEWEST:
            return "Too few findings were coded beside suggestions yet to say how often they are right."
        return (
            f"Suggestions so far: a right theme was among the first three for "
            f"{share(self.three, self.findings, 'finding')}, and the very first for {share(self.first, self.findings)}."
        )
