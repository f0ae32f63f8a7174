package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/kgtest/bothstores"
)

// openedByExcel returns the cells of a table as Excel has them that opens it by a
// double click: UTF-8 where there is a byte order mark, and Windows-1252 where not.
func openedByExcel(t *testing.T, archive []byte, name string) [][]string {
	t.Helper()
	files, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	require.NoError(t, err)
	file, err := files.Open(name)
	require.NoError(t, err)
	raw, err := io.ReadAll(file)
	require.NoError(t, err)
	text, marked := bytes.CutPrefix(raw, []byte{0xef, 0xbb, 0xbf})
	if !marked {
		text, err = charmap.Windows1252.NewDecoder().Bytes(raw)
		require.NoError(t, err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return rows
}

func TestACellOfATableIsWhatTheCasesSay(t *testing.T) {
	raw, err := os.ReadFile("testdata/csv-cells.json")
	require.NoError(t, err)
	var cases []struct{ Name, Text, Cell string }
	require.NoError(t, json.Unmarshal(raw, &cases))
	require.Greater(t, len(cases), 15)
	b := kg.Batch{RecordedAt: kgtest.Recorded}
	for i, c := range cases {
		b.Entities = append(b.Entities, kg.Entity{ID: fmt.Sprintf("e%02d", i), Kind: kg.KindPerson, Name: fmt.Sprintf("É%02d", i), Description: c.Text})
	}
	store := bothstores.SQLite(t)
	_, err = store.Write(t.Context(), b)
	require.NoError(t, err)
	rows := openedByExcel(t, exported(t, store, "csv", everything), "nodes.csv")
	require.Equal(t, "id", rows[0][0], "the byte order mark is not in the first cell")
	require.Equal(t, []string{"label", "description"}, []string{rows[0][1], rows[0][5]})
	require.Len(t, rows, 1+len(cases))
	for i, c := range cases {
		require.Equal(t, fmt.Sprintf("É%02d", i), rows[i+1][1])
		require.Equal(t, c.Cell, rows[i+1][5], c.Name)
	}
}

func TestExcelTakesNoCellForAFormula(t *testing.T) {
	archive := exported(t, filled(t), "csv", everything)
	for _, name := range []string{"nodes.csv", "edges.csv", "documents.csv", "types.csv"} {
		rows := openedByExcel(t, archive, name)
		require.Greater(t, len(rows), 1)
		for _, row := range rows {
			for _, cell := range row {
				require.Falsef(t, cell != "" && strings.ContainsAny(string([]rune(cell)[0]), "=+-@\t\r\n＝＋－＠"), "%s has a cell %q", name, cell)
			}
		}
	}
}
