"""The road of a practitioner: products, studies with their data, results, scenarios, reports and statements."""
