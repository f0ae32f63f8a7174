package annotations

import (
	"archive/zip"
	"context"
	"io"
	"strings"

	"conflictgraph/internal/kg"
)

// ListingStore is what WriteArchive reads of a store.
type ListingStore interface {
	Store
	ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error)
}

// WriteArchive writes a ZIP archive of some documents, all that are in view where none is
// named: a folder for each, with its annotations and its text.
func WriteArchive(ctx context.Context, store ListingStore, w io.Writer, ids []string) error {
	out := zip.NewWriter(w)
	if len(ids) > 0 {
		for _, id := range ids {
			if err := archive(ctx, store, out, id); err != nil {
				return err
			}
		}
		return out.Close()
	}
	req := kg.DocumentList{Slice: kg.Slice{Limit: kg.MaxPageSize}}
	for {
		page, err := store.ListDocuments(ctx, req)
		if err != nil {
			return err
		}
		for _, d := range page.Documents {
			if err := archive(ctx, store, out, d.ID); err != nil {
				return err
			}
			req.Slice.After = d.Position()
		}
		if !page.HasNext {
			return out.Close()
		}
	}
}

func archive(ctx context.Context, store Store, out *zip.Writer, id string) error {
	of, err := Of(ctx, store, id)
	if err != nil {
		return err
	}
	name := strings.TrimPrefix(id, kg.DocumentPrefix)
	text, err := out.Create(name + "/" + name + ".txt")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(text, of.Document.Text); err != nil {
		return err
	}
	file, err := out.Create(name + "/" + name + ".yaml")
	if err != nil {
		return err
	}
	return Write(file, of, name+".txt")
}
