"""How do official tables come in and go out? Word, Excel, CSV and pasted text ↔ records of a plan."""
