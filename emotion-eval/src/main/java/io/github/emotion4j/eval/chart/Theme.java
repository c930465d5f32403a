package io.github.emotion4j.eval.chart;

/** Colours of pictures and page, light and dark, after Okabe and Ito (2008). */
public final class Theme {

    private Theme() {}

    /** The variables, by the reader's preferred colour scheme. */
    public static final String VARIABLES =
            ":root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--ink:#1b2230;--muted:#596273;--line:#dfe3e9;"
                    + "--track:#eceff3;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#b0558a;--good:#00724f;--bad:#b34100;"
                    + "--heat:#0a6ab0;--heatink:#fff}"
                    + "@media(prefers-color-scheme:dark){:root{--page:#10141b;--card:#181e27;--ink:#e6eaf1;"
                    + "--muted:#9aa5b5;--line:#2c3542;--track:#252d39;--c0:#5ab4ee;--c1:#f2935a;--c2:#3ecf9f;"
                    + "--c3:#e29bc4;--good:#3ecf9f;--bad:#f2935a;--heat:#2f8fd8;--heatink:#fff}}";

    /** What the classes of the charts' marks mean. */
    public static final String CHART =
            ".chart text{font-size:12px;fill:var(--ink)}.chart .muted,.chart .tick{fill:var(--muted)}"
                    + ".chart .tick{font-size:11px}.chart .name{text-anchor:end}.chart .mid{text-anchor:middle}"
                    + ".chart .end{text-anchor:end}.chart .midtick{text-anchor:middle;font-size:11px;fill:var(--muted)}"
                    + ".chart .endtick{text-anchor:end;font-size:11px;fill:var(--muted)}.chart .strong{font-weight:600}"
                    + ".chart .grid{stroke:var(--line);stroke-width:1}.chart .axis{stroke:var(--muted);stroke-width:1}"
                    + ".chart .ideal{stroke:var(--muted);stroke-width:1;stroke-dasharray:4 4}.chart .track{fill:var(--track)}"
                    + ".chart .f0{fill:var(--c0)}.chart .f1{fill:var(--c1)}.chart .f2{fill:var(--c2)}.chart .f3{fill:var(--c3)}"
                    + ".chart .s0,.chart .s1,.chart .s2,.chart .s3{fill:none;stroke-width:2;stroke-linejoin:round}"
                    + ".chart .s0{stroke:var(--c0)}.chart .s1{stroke:var(--c1);stroke-dasharray:6 3}"
                    + ".chart .s2{stroke:var(--c2)}.chart .s3{stroke:var(--c3);stroke-dasharray:2 3}"
                    + ".chart .box{fill:var(--c0);fill-opacity:.25;stroke:var(--c0)}.chart .median{stroke:var(--c0);stroke-width:2.5}"
                    + ".chart .whisker{stroke:var(--c0)}.chart .sure{fill:var(--c1);fill-opacity:.55}.chart .modest{fill:var(--c0);fill-opacity:.4}"
                    + ".chart .d1{fill:var(--c0);fill-opacity:.16}.chart .d2{fill:var(--c0);fill-opacity:.34}"
                    + ".chart .d3{fill:var(--c0);fill-opacity:.56}.chart .d4{fill:var(--c0);fill-opacity:.78}"
                    + ".chart .d5{fill:var(--c0)}.chart .frame{fill:none;stroke:var(--line)}";
}
