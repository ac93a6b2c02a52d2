"""The embedded background database and the characterisation methods: tables of sourced figures, read into documents."""
