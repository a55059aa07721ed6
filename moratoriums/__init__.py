"""The register: pledges, exemptions, sources, events, and every rule about dates and status."""
