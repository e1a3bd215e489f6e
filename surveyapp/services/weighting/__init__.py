"""What the weights of a wave rest on: traits, totals, how it was drawn, decisions of people."""
