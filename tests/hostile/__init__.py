"""Nothing that a hostile or broken file does breaks, blanks or poisons the site."""
