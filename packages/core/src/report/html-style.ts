/** The style of `report.html`: one column on a phone, light and dark by the reader's setting, black on white in print. */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#57606a;--line:#d8dee4;--soft:#f6f8fa;--mark:#fff1b8;
--critical:#a40e26;--high:#b93a00;--medium:#8a6100;--low:#0b62c4;--info:#57606a;--none:#d0d7de}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9aa4af;--line:#30363d;--soft:#161b22;--mark:#5c4813;
--critical:#ff7b86;--high:#ff9d5c;--medium:#e3b341;--low:#79b8ff;--info:#9aa4af;--none:#30363d}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem 1rem 4rem;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:0}h2{font-size:1.1rem;margin:2.5rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}
p{margin:.4rem 0}.dim{color:var(--dim)}.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.head{display:flex;gap:1.25rem;align-items:center}.score{white-space:nowrap;font-size:2.6rem;font-weight:650;line-height:1;text-align:center;font-variant-numeric:tabular-nums}
.score small{display:block;font-size:.75rem;font-weight:600;margin-top:.35rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.6rem;margin:1.25rem 0 0;padding:0}
.facts div{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.5rem .75rem}.facts dt{color:var(--dim);font-size:.8rem}.facts dd{margin:0;font-size:1.15rem;font-weight:600}
.note{border-left:4px solid var(--medium);background:var(--soft);padding:.6rem .9rem;margin:1rem 0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line)}
th{font-size:.8rem;color:var(--dim);font-weight:600}td.num,th.num{text-align:right}td:first-child{min-width:7.2rem}tfoot td{font-weight:650;border-bottom:0}
svg.bar{width:100%;min-width:4rem;height:.6rem;display:block;margin-top:.45rem}svg .track{fill:var(--line)}svg .fill{fill:var(--low)}
.finding{border:1px solid var(--line);border-radius:6px;padding:.6rem .9rem;margin:.5rem 0;break-inside:avoid}.finding p{margin:.15rem 0}
code{font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap;unicode-bidi:isolate}.context{display:block;background:var(--soft);border-radius:4px;padding:.4rem .6rem;margin-top:.4rem}
mark{background:var(--mark);color:inherit;border-radius:2px}
.tag{display:inline-block;font-size:.75rem;font-weight:650;border:1px solid;border-radius:1rem;padding:0 .55rem;margin-right:.4rem}
.critical{color:var(--critical)}.high{color:var(--high)}.medium,.normal{color:var(--medium)}.low{color:var(--low)}.info{color:var(--info)}
svg.map{display:block;max-width:100%;height:auto}.map rect{stroke:var(--bg)}.map .critical{fill:var(--critical)}.map .high{fill:var(--high)}.map .medium{fill:var(--medium)}.map .low{fill:var(--low)}.map .info,.map .none{fill:var(--none)}.map .failed{stroke:var(--fg);stroke-width:2}
@media(max-width:40rem){table.wide,.wide tbody,.wide tr,.wide td{display:block}.wide thead{display:none}.wide tr{border-bottom:1px solid var(--line);padding:.4rem 0}.wide td{border:0;padding:.05rem 0}.wide td.num{text-align:left}.wide td[data-label]::before{content:attr(data-label) ": ";color:var(--dim)}.bars{display:none}}
@media print{:root{--bg:#fff;--fg:#000;--dim:#444;--line:#bbb;--soft:#fff;--mark:#eee;--critical:#a40e26;--high:#b93a00;--medium:#8a6100;--low:#0b62c4;--info:#555;--none:#ccc}body{max-width:none;padding:0;font-size:11px}thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}}
`;
