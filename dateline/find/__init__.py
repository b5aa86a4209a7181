"""Parse or Document -> mentions: the words that name places, dates, actors, figures and quotations."""
