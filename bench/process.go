package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"time"

	"github.com/shirou/gopsutil/v4/process"
)

// started is another program that serves GraphQL.
type started struct {
	url  string
	pid  int
	stop func() error
}

const (
	startTimeout = 2 * time.Minute
	stopTimeout  = 10 * time.Second
)

var graphqlURL = regexp.MustCompile(`http://\S+`)

// start runs a program until it prints an address to send queries to, the last
// one on its line. It ends when stop closes its standard input, or is killed.
func start(ctx context.Context, cmd *exec.Cmd) (*started, error) {
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			if found := graphqlURL.FindAllString(lines.Text(), -1); len(found) > 0 {
				address <- found[len(found)-1]
				break
			}
		}
		_, _ = io.Copy(io.Discard, stdout)
		ended <- cmd.Wait()
	}()
	stop := func() error {
		_ = stdin.Close()
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
			return nil
		case <-time.After(stopTimeout):
			return errors.Join(fmt.Errorf("%s did not end and was killed", cmd.Path), cmd.Process.Kill())
		}
	}
	select {
	case url := <-address:
		return &started{url: url, pid: cmd.Process.Pid, stop: stop}, nil
	case err := <-ended:
		return nil, fmt.Errorf("%s ended before it served: %w\n%s", cmd.Path, err, stderr.Bytes())
	case <-time.After(startTimeout):
	case <-ctx.Done():
	}
	return nil, errors.Join(fmt.Errorf("%s did not serve in %s", cmd.Path, startTimeout), ctx.Err(), stop())
}

// usage is what a process has used.
type usage struct {
	cpu      time.Duration // since it started
	resident uint64        // bytes, now
}

// usageOf returns what a process uses, or nothing for pid 0.
func usageOf(pid int) (u usage, err error) {
	if pid == 0 {
		return u, nil
	}
	p, err := process.NewProcess(int32(pid))
	if err != nil {
		return u, err
	}
	times, err := p.Times()
	if err != nil {
		return u, err
	}
	u.cpu = time.Duration((times.User + times.System) * float64(time.Second))
	u.resident, err = residentOf(p)
	return u, err
}

// residentOf counts a page that is mapped several times once, where the system
// tells: SQLite maps its file for each of its connections.
func residentOf(p *process.Process) (uint64, error) {
	if maps, err := p.MemoryMaps(true); err == nil && len(*maps) == 1 {
		return (*maps)[0].Pss * 1024, nil
	}
	memory, err := p.MemoryInfo()
	if err != nil {
		return 0, err
	}
	return memory.RSS, nil
}
