package gen

// SchemaText returns the schema as it is written.
func SchemaText() string { return sources[0].Input }
