"""What other websites show of the record: cards, badges, oEmbed. No script, no cookie."""
