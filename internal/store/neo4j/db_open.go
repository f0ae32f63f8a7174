// Package neo4j keeps the graph in Neo4j 5.26 or newer.
//
// People who look at the database see (:Actor:Person)-[:MET_WITH]->(:Actor:Person)
// with status, certainty, time and quote on the edge. Beside each edge stands a
// (:Relation) node, written in the same transaction, because a range index
// belongs to one relationship type: "the newest relations of X, whatever their
// type" is an index seek on nodes of one label, and a sort of all of X's edges
// otherwise.
//
// Every read is one of a few statement texts, since Neo4j takes a quarter of a
// second to plan one that it has not seen.
package neo4j

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
)

// Config says how to reach a database.
type Config struct {
	URI                string // such as neo4j://localhost:7687
	Username, Password string // no authentication where both are empty
	Database           string // the server's default where empty

	// OnStatement, where set, is told every statement before it is run, with its
	// parameters as the driver takes them. It may be called from several
	// goroutines at once.
	OnStatement func(text string, parameters map[string]any)
}

// How long things may take before the database counts as unreachable.
const (
	openTries      = 5
	firstPause     = 250 * time.Millisecond // doubled after each try
	tryTimeout     = 5 * time.Second
	connectTimeout = 3 * time.Second
	acquireTimeout = 5 * time.Second
	retryTimeout   = 2 * time.Second
	fetchSize      = 5000
)

// Store is a kg.Store in a Neo4j database.
type Store struct {
	*plan.Store
	*database
}

// A database is what a Store keeps its graph in.
type database struct {
	server  neo4j.DriverWithContext
	name    string
	observe func(text string, parameters map[string]any)
	catalog atomic.Pointer[catalog]

	completing sync.Mutex // of a load that was left unfinished

	warming    sync.WaitGroup
	calls      calls
	background context.Context // of warming
	cool       context.CancelFunc
}

// A driver is the plan.Driver of a database.
type driver struct{ *database }

var _ kg.Database = (*Store)(nil)

// Open connects to a database and prepares it where it is new. An address at
// which no Neo4j answers, after a few tries over a few seconds, is an error with
// CodeUnavailable. A database that a newer version of this program prepared is
// refused, as is one that a backup is being restored into.
func Open(ctx context.Context, c Config) (*Store, error) { return open(ctx, c, false) }

func open(ctx context.Context, c Config, restores bool) (*Store, error) {
	address, err := printable(c.URI)
	if err != nil {
		return nil, err
	}
	auth := neo4j.NoAuth()
	if c.Username != "" || c.Password != "" {
		auth = neo4j.BasicAuth(c.Username, c.Password, "")
	}
	server, err := neo4j.NewDriverWithContext(c.URI, auth, configure)
	if err != nil {
		return nil, fmt.Errorf("%s is not an address of Neo4j: %w; give one such as neo4j://localhost:7687", address, err)
	}
	d := &database{server: server, name: c.Database, observe: c.OnStatement}
	d.background, d.cool = context.WithCancel(context.WithoutCancel(ctx))
	d.catalog.Store(newCatalog(nil, nil))
	s := &Store{plan.NewStore(driver{d}), d}
	if err = s.connect(ctx, address); err == nil {
		err = s.prepare(ctx, address, restores)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func configure(c *config.Config) {
	c.SocketConnectTimeout = connectTimeout
	c.ConnectionAcquisitionTimeout = acquireTimeout
	c.MaxTransactionRetryTime = retryTimeout
	c.FetchSize = fetchSize
	c.TelemetryDisabled = true
	// Nobody reads them, and they come with every answer.
	c.NotificationsMinSeverity = notifications.DisabledLevel
	c.UserAgent = "conflictgraph"
}

// printable returns uri without what may be secret in it.
func printable(uri string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" {
		return "", errors.New("the address of Neo4j cannot be read; give one such as neo4j://localhost:7687")
	}
	return u.Scheme + "://" + u.Host, nil
}

// connect waits until the database answers.
func (d *database) connect(ctx context.Context, address string) error {
	pause := firstPause
	for try := 1; ; try++ {
		err := d.try(ctx)
		var refused *neo4j.Neo4jError
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &refused) && refused.Classification() == "ClientError":
			return fmt.Errorf("the Neo4j at %s refuses: %w; check the user name, the password and the database's name", address, err)
		case try == openTries:
			return &kg.Error{Code: kg.CodeUnavailable, Message: fmt.Sprintf(
				"no Neo4j answered at %s in %d tries; check that it runs, that the address and port are right and that nothing blocks the way", address, openTries), Err: err}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause *= 2
	}
}

func (d *database) try(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	session := d.server.NewSession(ctx, neo4j.SessionConfig{DatabaseName: d.name, AccessMode: neo4j.AccessModeRead})
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, "RETURN 1", nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	return err
}

// Ping implements plan.Driver: it completes a load that was left unfinished.
func (d driver) Ping(ctx context.Context) error { return d.completeLoad(ctx) }

// Close implements plan.Driver. It waits some seconds for the calls in progress.
func (d driver) Close() error {
	d.cool()
	d.warming.Wait()
	d.calls.close()
	return d.server.Close(context.Background())
}
