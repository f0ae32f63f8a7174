package browsertest

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// under tells where the middle of the first element that a selector names, and
// whose text or label contains a text, is on the page, how far it has to be
// scrolled to be in view, and whether it is what the mouse meets there.
const under = `(() => {
	const all = [...document.querySelectorAll(%s)].filter(e => e.getClientRects().length > 0);
	const text = e => e.innerText + " " + (e.getAttribute("aria-label") ?? "") + " " + (e.title ?? "");
	const element = all.find(e => text(e).replaceAll(/\s+/g, " ").includes(%s));
	if (!element) return "";
	const box = element.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + Math.min(box.height / 2, 20);
	let scroller = element.parentElement;
	while (scroller && !(scroller.scrollHeight > scroller.clientHeight && /auto|scroll/.test(getComputedStyle(scroller).overflowY))) scroller = scroller.parentElement;
	const frame = scroller?.getBoundingClientRect() ?? { x: 0, y: 0, width: innerWidth, height: innerHeight };
	const away = y < frame.y + 10 ? y - frame.y - 60 : y > frame.y + frame.height - 10 ? y - frame.y - frame.height + 60 : 0;
	const met = document.elementFromPoint(x, y);
	return JSON.stringify({ x, y, away, from: [frame.x + frame.width / 2, frame.y + frame.height / 2],
		met: Boolean(met && (element.contains(met) || met.contains(element))), disabled: Boolean(element.disabled) });
})()`

type spot struct {
	X, Y, Away    float64
	From          [2]float64
	Met, Disabled bool
}

// Click moves the mouse to the middle of an element and clicks there, as a hand
// does: it scrolls with the wheel until the element is in view, and the test
// fails where something else lies on it. The element is the first that selector
// names whose text or label contains text.
func (p *Page) Click(selector, text string) {
	p.t.Helper()
	at := p.hover(selector, text)
	p.Do(chromedp.MouseClickXY(at.X, at.Y))
}

// ClickAcross clicks an element at a part of its width, from 0 at its left end to
// 1 at its right, such as a slider.
func (p *Page) ClickAcross(selector string, part float64) {
	p.t.Helper()
	var box [4]float64
	where := fmt.Sprintf(`(() => { const b = document.querySelector(%q).getBoundingClientRect(); return JSON.stringify([b.x, b.y, b.width, b.height]) })()`, selector)
	if err := json.Unmarshal([]byte(p.String(where)), &box); err != nil {
		p.fail(err)
	}
	p.Do(chromedp.MouseClickXY(box[0]+part*box[2], box[1]+box[3]/2))
}

// hover scrolls an element into view and moves the mouse there.
func (p *Page) hover(selector, text string) spot {
	p.t.Helper()
	find := fmt.Sprintf(under, quoted(selector), quoted(text))
	p.WaitFor(find + ` !== ""`)
	const mostTurns = 40
	var at spot
	for range mostTurns {
		at = spot{}
		if err := json.Unmarshal([]byte(p.String(find)), &at); err != nil {
			p.fail(err)
		}
		if at.Away == 0 {
			break
		}
		p.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseWheel, at.From[0], at.From[1], func(e *input.DispatchMouseEventParams) {
			e.DeltaX, e.DeltaY = 0.01, at.Away // the protocol asks for both, and 0 is left out
		}))
		time.Sleep(50 * time.Millisecond)
	}
	if !at.Met || at.Disabled {
		p.fail(fmt.Errorf("the mouse does not reach %s %q: %+v", selector, text, at))
	}
	p.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y))
	return at
}

func quoted(text string) string {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string can be written
	}
	return string(literal)
}
