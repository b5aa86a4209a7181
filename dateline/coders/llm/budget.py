"""Tokens → what they cost, and whether the next request still fits the budget."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.errors import UsageError

MILLION = 1_000_000
#: English text has some four characters a token; three is on the safe side for a budget.
CHARACTERS_A_TOKEN = 3
_AMOUNT = re.compile(r"(?P<sign>[$€£])?(?P<number>\d+(?:\.\d+)?) ?(?P<unit>[$€£]|tokens?|[A-Za-z]{3})?")


@dataclass(slots=True)
class Budget:
    """What may be spent in a run, and what has been."""

    tokens: int | None = None
    money: float | None = None
    price_in: float = 0.0  # of a million tokens, in the currency of `money`
    price_out: float = 0.0
    spent_in: int = 0
    spent_out: int = 0

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """Give the price of so many tokens sent and received."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / MILLION

    def allows(self, characters: int, tokens_out: int) -> bool:
        """Tell whether a request of so many characters fits, should its answer be as long as it may be."""
        tokens_in = characters // CHARACTERS_A_TOKEN + 1
        if self.tokens is not None and self.spent_in + self.spent_out + tokens_in + tokens_out > self.tokens:
            return False
        asked = self.cost(self.spent_in + tokens_in, self.spent_out + tokens_out)
        return self.money is None or asked <= self.money

    def spend(self, tokens_in: int, tokens_out: int) -> None:
        """Count what a request took."""
        self.spent_in += tokens_in
        self.spent_out += tokens_out

    def spent(self) -> str:
        """Say what has been spent.

        >>> Budget(price_in=0.5, spent_in=20_000, spent_out=300).spent()
        '20,000 tokens sent, 300 received, cost 0.0100'
        """
        words = f"{self.spent_in:,} tokens sent, {self.spent_out:,} received"
        if self.price_in or self.price_out:
            words += f", cost {self.cost(self.spent_in, self.spent_out):.4f}"
        return words


def read_budget(words: str | None, *, price_in: float, price_out: float) -> Budget:
    """Read a limit: "200000" or "200000 tokens", or an amount in the currency of the prices, "$2.50" or "2.50 EUR".

    Raises UsageError for anything else, and for an amount of money where no prices are set.

    >>> read_budget("$2", price_in=0.15, price_out=0.6).money
    2.0
    """
    if words is None:
        return Budget(price_in=price_in, price_out=price_out)
    found = _AMOUNT.fullmatch(words.strip())
    unit = (found["sign"] or found["unit"] or "tokens").lower() if found else ""
    tokens = unit.startswith("token")
    if found is None or (found["sign"] and found["unit"]) or (tokens and "." in found["number"]):
        raise UsageError(
            f"a budget is a number of tokens (200000) or an amount of money ($2.50, 2.50 EUR), not '{words}'"
        )
    if tokens:
        return Budget(tokens=int(found["number"]), price_in=price_in, price_out=price_out)
    if not (price_in or price_out):
        raise UsageError(
            f"a budget in money ({words}) needs the settings llm_price_in and llm_price_out, per million tokens"
        )
    return Budget(money=float(found["number"]), price_in=price_in, price_out=price_out)
