package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// whole are what readers of formats go by: an error where the end is missing.
var whole = map[string]func(data []byte) error{
	"csv": func(data []byte) error {
		_, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		return err
	},
	"gexf": wholeXML, "graphml": wholeXML,
	"cytoscape": wholeJSON, "jsonld": wholeJSON, "stix": wholeJSON,
}

func wholeJSON(data []byte) error {
	if !json.Valid(data) {
		return errors.New("no JSON")
	}
	return nil
}

func wholeXML(data []byte) error {
	for decoder := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := decoder.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestAFileThatIsCutShortIsNotTakenForAWholeOne(t *testing.T) {
	store := filled(t)
	for format, read := range whole {
		data := bytes.TrimRight(exported(t, store, format, everything), "\n")
		require.NoError(t, read(data), format)
		cuts := []int{len(data) - 1, len(data) - 2, len(data) - 10}
		for i := 1; i < 40; i++ {
			cuts = append(cuts, i*len(data)/40)
		}
		for i := bytes.LastIndexByte(data, '\n'); i > len(data)/2; i = bytes.LastIndexByte(data[:i], '\n') {
			if cuts = append(cuts, i); len(cuts) > 80 {
				break
			}
		}
		for _, cut := range cuts {
			require.Error(t, read(data[:cut]), "%s, cut after %d of %d bytes", format, cut, len(data))
		}
	}
}
