package browsertest

import (
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Keys presses keys, one after the other, with what is held meanwhile. As by a hand, a key
// that the page takes for itself types nothing.
func (p *Page) Keys(keys string, held ...chromedp.Modifier) {
	p.t.Helper()
	for _, r := range keys {
		events := kb.Encode(r)
		if len(held) == 0 && len(events) == 3 { // down, what it types, up
			events[0].Text, events[0].UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		for _, e := range events {
			if e.Type == kb.KeyChar {
				continue
			}
			chromedp.KeyModifiers(held...)(e)
			if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, *e); err != nil {
				p.fail(err)
			}
		}
	}
}

// Paste puts a text where the focus is, as from the clipboard.
func (p *Page) Paste(text string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		p.fail(err)
	}
}

// Type puts a text into a field, behind what stands there or in place of what is selected.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.WaitFor(`document.querySelector(` + quoted(selector) + `) !== null`)
	p.String(`document.querySelector(` + quoted(selector) + `).focus() ?? ""`)
	p.Paste(text)
}

// Beforehand runs a script on every page that is opened from now on, before its own.
func (p *Page) Beforehand(script string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		p.fail(err)
	}
}

// Select selects the words from the first place where a text stands in an element to its
// end, as by the mouse.
func (p *Page) Select(selector, text string) {
	p.t.Helper()
	p.WaitFor(`document.querySelector(` + quoted(selector) + `)?.textContent.includes(` + quoted(text) + `) === true`)
	p.String(`(() => {
		const box = document.querySelector(` + quoted(selector) + `), text = ` + quoted(text) + `;
		const from = box.textContent.indexOf(text), range = document.createRange();
		const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
		for (let at = 0, node; (node = walker.nextNode()); at += node.length) {
			if (at <= from && from < at + node.length) range.setStart(node, from - at);
			const to = from + text.length;
			if (at < to && to <= at + node.length) range.setEnd(node, to - at);
		}
		getSelection().removeAllRanges();
		getSelection().addRange(range);
		box.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
		return "" })()`)
}
