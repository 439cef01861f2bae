"""Opens what came from outside, in a process of its own. Knows neither Django nor the portal: only paths and findings."""
