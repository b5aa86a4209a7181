"""Words by which a name tells that it is no person's. Closed classes of English; no names."""

from __future__ import annotations

#: Last words of names that are no actors: streets, days, things made.
THING_WORDS = frozenset(
    "street road avenue square highway boulevard bridge river mountain mountains lake sea ocean gulf bay strait valley"
    " desert island islands peninsula airport station port harbor harbour canal hospital stadium hotel building tower"
    " plaza park garden gardens cemetery theater theatre museum library prison jail camp war wars battle day night week"
    " revolution uprising treaty agreement accord accords act law constitution charter convention resolution plan"
    " protocol award prize cup games olympics conference summit festival dialogue initiative report covenant embargo"
    " crisis massacre operation province county district region city town village north south east west zone dam flight"
    " airbus boeing mosque cathedral palace hall center centre strip heights deal pact declaration code bill border"
    " statement process flag anthem dream issue campaign election elections protests".split()
)
#: Words that the names of bodies hold and persons' names do not, where they are not the first.
BODY_WORDS = frozenset(
    "watch aid relief initiative observatory project rights alert action solidarity rescue news herald tribune gazette"
    " telegraph broadcasting textiles holdings industries enterprises logistics motors airlines airways telecom"
    " watchdog collective".split()
)
