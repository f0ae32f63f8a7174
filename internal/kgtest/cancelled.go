package kgtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"conflictgraph/internal/kg"
)

func testCancelled(t *testing.T, s kg.Store) {
	write(t, s, Graph())
	o := told(t, Graph())
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	expired, stop := context.WithDeadline(t.Context(), time.Now().Add(-time.Hour))
	defer stop()
	for _, end := range []struct {
		ctx  context.Context
		want error
	}{{cancelled, context.Canceled}, {expired, context.DeadlineExceeded}} {
		for name, call := range map[string]func(ctx context.Context) error{
			"Get": func(ctx context.Context) error {
				_, err := s.Get(ctx, kg.Keys{Entities: []string{"anna-keller"}, Relations: graphIDs(War), Documents: []string{Interview}, Need: everyNeed})
				return err
			},
			"Pages": func(ctx context.Context) error {
				_, _, err := s.Pages(ctx, kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 10}, Count: true}}, Need: everyNeed})
				return err
			},
			"ListEntities": func(ctx context.Context) error {
				_, err := s.ListEntities(ctx, kg.EntityList{Kinds: kg.ActorKinds, Slice: kg.Slice{Limit: 10}})
				return err
			},
			"ListDocuments": func(ctx context.Context) error {
				_, err := s.ListDocuments(ctx, kg.DocumentList{Slice: kg.Slice{Limit: 10}})
				return err
			},
			"Candidates": func(ctx context.Context) error {
				_, err := s.Candidates(ctx, kg.CandidateRequest{Terms: termsOf(t, "keller"), Relations: true, Limit: 10})
				return err
			},
			"Links": func(ctx context.Context) error {
				_, err := s.Links(ctx, kg.LinkRequest{Of: []string{"anna-keller"}, Limit: 10})
				return err
			},
			"Between": func(ctx context.Context) error {
				_, err := s.Between(ctx, kg.BetweenRequest{Among: []string{"northland", "southland"}, Limit: 10})
				return err
			},
			"Counts": func(ctx context.Context) error {
				_, err := s.Counts(ctx, kg.CountRequests{Counts: []kg.CountRequest{{By: kg.ByType}}})
				return err
			},
			"EntityRecords": func(ctx context.Context) error {
				_, err := s.EntityRecords(ctx, []string{"anna-keller"})
				return err
			},
			"Merges": func(ctx context.Context) error { _, err := s.Merges(ctx); return err },
			"Types":  func(ctx context.Context) error { _, err := s.Types(ctx); return err },
			"Write":  func(ctx context.Context) error { _, err := s.Write(ctx, novel()); return err },
			"Ping":   s.Ping,
		} {
			t.Run(name+" returns "+end.want.Error(), func(t *testing.T) {
				if err := call(end.ctx); !errors.Is(err, end.want) {
					t.Errorf("it returned %v", err)
				}
			})
		}
	}
	t.Run("nothing was written, and the store goes on", func(t *testing.T) {
		same(t, "everything", everything(t, s), everything(t, o))
		must(t, s.Ping(t.Context()))
	})
}
