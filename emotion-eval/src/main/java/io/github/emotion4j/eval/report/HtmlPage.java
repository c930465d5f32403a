package io.github.emotion4j.eval.report;

import static io.github.emotion4j.eval.chart.Markup.escape;

import io.github.emotion4j.eval.chart.Markup;
import io.github.emotion4j.eval.chart.Svg;
import io.github.emotion4j.eval.chart.Theme;
import java.util.List;

/** The parts that the page is put together from. Names and paragraphs are escaped here; table cells and {@code raw} are markup already. */
final class HtmlPage {

    /** Longer texts are cut, so that a page stays below a megabyte; predictions.csv has them whole. */
    private static final int LONGEST_TEXT = 280;

    private static final String STYLE = Theme.VARIABLES
            + "*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}body{margin:0;background:var(--page);"
            + "color:var(--ink);font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}"
            + "main{max-width:1060px;margin:0 auto;padding:28px 20px 64px}h1{font-size:1.7rem;line-height:1.2;"
            + "letter-spacing:-.015em;margin:0;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:0 0 2px;letter-spacing:-.005em}"
            + "h3{font-size:.95rem;margin:22px 0 8px}p{margin:8px 0}.lead{color:var(--muted);margin:4px 0 22px}"
            + "section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px 22px;margin:0 0 18px}"
            + "section>.note{color:var(--muted);font-size:.9rem;margin:0 0 14px}"
            + "nav{display:flex;gap:6px 16px;flex-wrap:wrap;margin:0 0 20px;font-size:.9rem}a{color:var(--c0);"
            + "text-decoration:none}a:hover,a:focus{text-decoration:underline}"
            + ".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:0 0 18px}"
            + ".tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px}"
            + ".tile b{display:block;font-size:1.75rem;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums;"
            + "letter-spacing:-.02em}.tile span{color:var(--muted);font-size:.82rem;display:block}"
            + ".scroll{overflow-x:auto;margin:0 -22px;padding:0 22px}"
            + "table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}"
            + "th{font-weight:600;color:var(--muted);font-size:.8rem;text-align:left;white-space:nowrap}"
            + "th,td{padding:7px 12px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}"
            + "tr:last-child td{border-bottom:0}td{white-space:nowrap}.n{text-align:right}"
            + "td.t{white-space:normal;min-width:240px;overflow-wrap:anywhere}"
            + ".texts td{padding-top:8px;padding-bottom:8px}.good{color:var(--good);font-weight:600}"
            + ".bad{color:var(--bad);font-weight:600}"
            + ".meter{display:inline-block;width:64px;height:8px;border-radius:4px;margin-right:8px;"
            + "background:linear-gradient(var(--c0),var(--c0)) 0/calc(var(--v)*100%) 100% no-repeat var(--track)}"
            + ".charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:18px 32px;margin-bottom:14px}"
            + "figure{margin:0;min-width:0}figcaption{font-size:.9rem;font-weight:600;margin:0 0 6px}"
            + "svg.chart{display:block;width:100%;max-width:456px;height:auto}"
            + ".heat{width:auto}.heat th,.heat td{padding:0;border:0}.heat thead th{padding:0 2px 6px;text-align:center;"
            + "max-width:110px;overflow:hidden;text-overflow:ellipsis}.heat tbody th{padding:0 10px 0 0;vertical-align:middle;text-align:right;"
            + "color:var(--ink);position:sticky;left:0;background:var(--card);max-width:130px;overflow:hidden;text-overflow:ellipsis}"
            + ".heat td{min-width:64px;height:42px;text-align:center;vertical-align:middle;border:1px solid var(--card);"
            + "border-radius:4px;background:color-mix(in srgb,var(--heat) calc(var(--v)*100%),var(--track))}"
            + ".heat.many td{min-width:38px;height:30px;font-size:.74rem}"
            + ".heat.many thead th{writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;max-height:110px;padding:6px 2px}"
            + ".heat td.deep{color:var(--heatink)}"
            + ".heat td.zero{color:var(--muted)}.plain{margin:0;padding-left:20px;columns:2 260px;font-size:.92rem}"
            + "dl{display:grid;grid-template-columns:minmax(110px,max-content) 1fr;gap:6px 18px;margin:10px 0 0;font-size:.9rem}"
            + "dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}"
            + "@media(max-width:560px){main{padding:18px 12px 40px}section{padding:16px 14px}.scroll{margin:0 -14px;padding:0 14px}"
            + "h1{font-size:1.35rem}.tiles{grid-template-columns:1fr 1fr;gap:8px}.tile{padding:10px 12px}"
            + ".tile b{font-size:1.4rem}dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 8px}.heat td{min-width:52px}"
            // Rows of texts: the figures in one line, the text below them in the whole width.
            + ".texts,.texts tbody{display:block}.texts thead{display:none}.texts tr{display:flex;flex-wrap:wrap;gap:2px 14px;"
            + "padding:9px 0;border-bottom:1px solid var(--line)}.texts tr:last-child{border-bottom:0}"
            + ".texts td,.texts tr td{border:0;padding:0}td.t{flex:1 0 100%;min-width:0}}"
            + "@media print{body{background:#fff}section,.tile{break-inside:avoid}nav{display:none}}";

    private final String title;
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder links = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private boolean inFigures;

    HtmlPage(String title) {
        this.title = title;
    }

    /**
     * A number that is read from across the room.
     *
     * @param name above it
     * @param value the number
     * @param note below it
     */
    record Tile(String name, String value, String note) {}

    void header(String lead) {
        head.append("<h1 dir=\"auto\">").append(escape(title)).append("</h1>");
        head.append("<p class=\"lead\">").append(escape(lead)).append("</p>");
    }

    void tiles(List<Tile> tiles) {
        body.append("<div class=\"tiles\">");
        for (var tile : tiles) {
            body.append("<div class=\"tile\"><span>")
                    .append(escape(tile.name()))
                    .append("</span><b>");
            body.append(escape(tile.value()))
                    .append("</b><span>")
                    .append(escape(tile.note()))
                    .append("</span></div>");
        }
        body.append("</div>");
    }

    void section(String id, String name, String note) {
        links.append("<a href=\"#")
                .append(id)
                .append("\">")
                .append(escape(name))
                .append("</a>");
        body.append("\n<section id=\"")
                .append(id)
                .append("\"><h2>")
                .append(escape(name))
                .append("</h2>");
        body.append("<p class=\"note\">").append(escape(note)).append("</p>");
    }

    void end() {
        body.append("</section>");
    }

    void paragraph(String text) {
        body.append("<p>").append(escape(text)).append("</p>");
    }

    void raw(String markup) {
        body.append(markup);
    }

    void charts(Svg... charts) {
        body.append("<div class=\"charts\">");
        for (var chart : charts) {
            body.append("<figure>").append(chart.inline()).append("</figure>");
        }
        body.append("</div>");
    }

    void figure(String caption, Svg chart) {
        if (!inFigures) {
            body.append("<div class=\"charts\">");
            inFigures = true;
        }
        body.append("<figure><figcaption>").append(escape(caption)).append("</figcaption>");
        body.append(chart.inline()).append("</figure>");
    }

    void endFigures() {
        body.append(inFigures ? "</div>" : "");
        inFigures = false;
    }

    /**
     * A table that scrolls sideways where it is too wide.
     *
     * @param header names; '#' in front for numbers, '~' for long text
     * @param rows cells as markup
     */
    void table(String style, List<String> header, List<List<String>> rows) {
        body.append("<div class=\"scroll\"><table class=\"").append(style).append("\"><thead><tr>");
        for (String name : header) {
            char kind = name.isEmpty() ? ' ' : name.charAt(0);
            body.append("<th scope=\"col\"").append(kind == '#' ? " class=\"n\">" : ">");
            body.append(escape(kind == '#' || kind == '~' ? name.substring(1) : name))
                    .append("</th>");
        }
        body.append("</tr></thead><tbody>");
        for (var row : rows) {
            body.append("<tr>");
            for (int at = 0; at < row.size(); at++) {
                String name = header.get(at);
                body.append(
                        name.startsWith("#")
                                ? "<td class=\"n\">"
                                : name.startsWith("~") ? "<td class=\"t\" dir=\"auto\">" : "<td>");
                body.append(row.get(at)).append("</td>");
            }
            body.append("</tr>");
        }
        body.append("</tbody></table></div>");
    }

    /** A text of the data, escaped and cut. */
    static String longText(String text) {
        int size = text.codePointCount(0, text.length());
        String cut = escape(Markup.shorten(text, LONGEST_TEXT));
        return size > LONGEST_TEXT ? cut + " <span class=\"note\">(" + Markup.count(size) + " characters)</span>" : cut;
    }

    String text() {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><title>"
                + escape(title) + "</title><style>" + STYLE + Theme.CHART + "</style></head><body><main>" + head
                + "<nav aria-label=\"Sections\">" + links + "</nav>" + body + "</main></body></html>\n";
    }
}
