"""The addresses: a person's own pages under /konto/, the team's under /team/."""
