// Which meetings are planned, who says so, and in which words?
//
//	go run . http://localhost:8080/graphql
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/Khan/genqlient/graphql"
)

//go:generate go tool genqlient

func main() {
	address := "http://localhost:8080/graphql"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	answer, err := PlannedMeetings(context.Background(), graphql.NewClient(address, http.DefaultClient))
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range answer.Relations.Nodes {
		fmt.Printf("%s is to meet %s", m.Subject.Name, m.Object.Name)
		if m.Time != nil {
			fmt.Printf(" on %s", m.Time.Edtf)
		}
		for _, a := range m.Attributions {
			fmt.Printf(", says %s", a.By.Name)
		}
		fmt.Println()
		for _, e := range m.Evidence {
			fmt.Printf("  “%s”\n", e.Exact)
		}
	}
}
