package kg

import "context"

type pauseKey struct{}

// WithPause returns a context of work that is to call pause, by Pause, at every place
// where it can go on later, some milliseconds apart, so that what else waits gets on.
// An error of pause ends the work.
func WithPause(ctx context.Context, pause func(context.Context) error) context.Context {
	return context.WithValue(ctx, pauseKey{}, pause)
}

// Pause lets other work go on where WithPause says how, and returns ctx's error when
// it has ended. Nothing that others need, such as a connection to the database, is
// held meanwhile.
func Pause(ctx context.Context) error {
	if pause, is := ctx.Value(pauseKey{}).(func(context.Context) error); is {
		return pause(ctx)
	}
	return ctx.Err()
}

// ownersInTurn is how many entities' links are read without a pause.
const ownersInTurn = 500

// linksInTurns is store.Links with pauses.
func linksInTurns(ctx context.Context, store interface {
	Links(ctx context.Context, req LinkRequest) (Links, error)
}, req LinkRequest) (all Links, err error) {
	of, limit := req.Of, req.Limit
	for len(of) > 0 && !all.Truncated {
		if err := Pause(ctx); err != nil {
			return Links{}, err
		}
		n := min(len(of), ownersInTurn)
		req.Of, req.Limit = of[:n], limit-len(all.Links)
		some, err := store.Links(ctx, req)
		if err != nil {
			return Links{}, err
		}
		all.Links, all.Truncated = append(all.Links, some.Links...), some.Truncated
		of = of[n:]
	}
	return all, nil
}
