/**
 * The style of `report.html`: one column on a phone, light and dark by the reader's setting, ink on white in print. The
 * hues are the dashboard's.
 */
export const style = `
:root{color-scheme:light dark;--paper:light-dark(#f6f7f8,#0f1216);--card:light-dark(#fff,#171b21);--sunk:light-dark(#eef0f2,#1f242b);
--line:light-dark(#e2e5e9,#272d35);--ink:light-dark(#161a20,#e9ecf0);--dim:light-dark(#5a6472,#98a2af);--accent:light-dark(#0a5f7a,#64c8e6);--mark:light-dark(#ffe9a3,#5a4710);
--critical:light-dark(#a3123a,#ff7d9c);--high:light-dark(#c2410c,#ff9d5c);--medium:light-dark(#8f6400,#e8b93e);--low:light-dark(#1b66b8,#79b8ff);--info:light-dark(#66707d,#8b95a3);--none:light-dark(#d5dae0,#333b45);
--good:light-dark(#14704b,#5fd0a0);--warn-soft:light-dark(#fdf3dc,#2c2412);--warn:light-dark(#865700,#efc063)}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem}
body{margin:0 auto;max-width:66rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word;-webkit-font-smoothing:antialiased}
h1{font-size:1.9rem;line-height:1.2;margin:.35rem 0 .5rem;letter-spacing:-.015em}
h2{font-size:1.2rem;margin:0 0 .9rem;letter-spacing:-.01em}h3{font-size:.95rem;margin:0}h3.sub{margin:1.4rem 0 .6rem;color:var(--dim);font-weight:600}
p{margin:.35rem 0}.dim{color:var(--dim);font-weight:400}.num{text-align:right;white-space:nowrap}a{color:var(--accent)}
.count{color:var(--dim);font-weight:500}
.head>div,.row h3{min-width:0}.head{display:flex;gap:2rem;align-items:center;justify-content:space-between}.lead{font-size:1.08rem;max-width:44rem}.id{font:.8rem ui-monospace,monospace}
.eyebrow{color:var(--dim);font-size:.88rem;margin:0}.state{display:inline-block;border-radius:1rem;padding:.05rem .6rem;font-weight:600;margin-right:.4rem;border:1px solid}
.state.complete{color:var(--good)}.state.partial{color:var(--warn)}.state.failed{color:var(--critical)}
.ring{flex:none;width:9rem;height:9rem;color:var(--low)}.ring circle{fill:none;stroke-width:9}.ring .track{stroke:var(--line)}.ring .arc{stroke:currentColor;stroke-linecap:round}
.ring text{fill:var(--ink);font-size:30px;font-weight:680;text-anchor:middle;letter-spacing:-.02em}.ring text.band{fill:currentColor;font-size:13px;font-weight:650;letter-spacing:0}
.ring.critical{color:var(--critical)}.ring.high{color:var(--high)}.ring.normal{color:var(--medium)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:1px;margin:1.5rem 0 0;background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.facts div{box-shadow:0 0 0 1px var(--line);padding:.65rem .9rem}.facts dt{color:var(--dim);font-size:.8rem}.facts dd{margin:.1rem 0 0;font-size:1.15rem;font-weight:620}.facts dd.small{font-size:.92rem;font-weight:500}
section .facts{margin:0 0 1rem}
.note{border:1px solid var(--warn);background:var(--warn-soft);border-radius:10px;padding:.7rem 1rem;margin:1.25rem 0 0}.note strong{color:var(--warn)}
nav{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;margin:1.25rem -1.25rem;padding:.7rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line);font-size:.88rem}nav a{text-decoration:none}nav a:hover{text-decoration:underline}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem 1.35rem;margin:0 0 1.1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line)}tr>:last-child{padding-right:0}tbody tr:last-child td{border-bottom:0}
th{font-size:.8rem;color:var(--dim);font-weight:500;white-space:nowrap}td.num,th.num{text-align:right}tfoot td{font-weight:650;border-top:1px solid var(--line);border-bottom:0}
.factors td:first-child{white-space:nowrap}svg.key{width:.7rem;height:.7rem;margin-right:.5rem}.when{white-space:nowrap}
svg.stack{display:block;width:100%;height:.95rem;border-radius:.5rem;margin:.2rem 0 .9rem}.stack .track{fill:var(--sunk)}
.f0{fill:light-dark(#0c6783,#3aa7c9)}.f1{fill:light-dark(#c2410c,#ff9d5c)}.f2{fill:light-dark(#6d4bb3,#b79cf0)}.f3{fill:light-dark(#14704b,#4fc793)}.f4{fill:light-dark(#a3123a,#ff7d9c)}.f5{fill:light-dark(#8f6400,#e8b93e)}.f6{fill:light-dark(#66707d,#8b95a3)}
.finding{border:1px solid var(--line);border-left:4px solid var(--info);border-radius:8px;padding:.7rem .95rem;margin:.6rem 0;break-inside:avoid}
.finding.critical{border-left-color:var(--critical)}.finding.high{border-left-color:var(--high)}.finding.medium{border-left-color:var(--medium)}.finding.low{border-left-color:var(--low)}
.finding .row{display:flex;justify-content:space-between;gap:1rem}.finding p{margin:.2rem 0 0;font-size:.9rem}.finding .rule{font-size:.82rem}.place{margin-top:.3rem}.place p{margin-top:.55rem}.at{display:grid;grid-template-columns:4.4rem minmax(0,1fr);gap:.1rem .4rem;align-items:baseline;font-size:.88rem}.at .context{margin:0;padding:.25rem .6rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,25rem),1fr));gap:.6rem}.cards .finding{margin:0}details .cards{margin-top:.6rem}.points{font-weight:650;white-space:nowrap}.finding ul{margin:.45rem 0 0;padding:0;list-style:none;font-size:.93rem}.finding li{margin:.25rem 0}
code{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;white-space:pre-wrap;unicode-bidi:isolate}.context{display:block;background:var(--sunk);border-radius:6px;padding:.45rem .7rem;margin-top:.55rem}
mark{background:var(--mark);color:inherit;border-radius:3px;padding:.05em .1em}.name{unicode-bidi:isolate}.name,code,h1,h3,.chip{overflow-wrap:anywhere}.way{color:var(--dim)}td .name{font-size:.95em}td:has(>code:first-child){min-width:13rem}td .tag{margin:0}
.tag{display:inline-block;font-size:.74rem;font-weight:650;line-height:1.35;border:1px solid;border-radius:1rem;padding:0 .55rem;margin-right:.5rem;vertical-align:.06em;white-space:nowrap}
.tag.critical{color:var(--critical)}.tag.high{color:var(--high)}.tag.medium{color:var(--medium)}.tag.low{color:var(--low)}.tag.info{color:var(--info)}.tag.failed{color:var(--critical);margin-left:.4rem;white-space:normal}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;margin:0 0 .8rem}.chip{background:var(--sunk);border-radius:1rem;padding:.08rem .7rem;font-size:.85rem;color:var(--dim)}.chip b{color:var(--ink);font-weight:600}
.dot{width:.62rem;height:.62rem;margin-right:.45rem}.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;color:var(--dim);font-size:.85rem;margin:.7rem 0 0}
rect.critical,svg.dot.critical{fill:var(--critical)}rect.high,svg.dot.high{fill:var(--high)}rect.medium,svg.dot.medium{fill:var(--medium)}rect.low,svg.dot.low{fill:var(--low)}rect.info,svg.dot.info{fill:var(--info)}rect.none,svg.dot.none{fill:var(--none)}
svg.map{display:block;max-width:100%;height:auto}.map .failed{stroke:var(--ink);stroke-width:2}
svg.timeline{display:block;width:100%;height:9rem;margin-top:.8rem;border-bottom:1px solid var(--line)}.timeline .bar{fill:var(--accent)}.timeline .event{fill:var(--high)}.timeline .gap{fill:var(--line)}.axis{display:flex;justify-content:space-between;color:var(--dim);font-size:.8rem;margin:.3rem 0 1rem}
details{margin-top:.6rem}summary{cursor:pointer;color:var(--accent);padding:.3rem 0}footer{margin-top:1.5rem;font-size:.85rem}
@media(max-width:44rem){body{padding:1.1rem .9rem 3rem;overflow-wrap:anywhere}.head{gap:1rem;align-items:flex-start}.ring{width:6.2rem;height:6.2rem}h1{font-size:1.4rem}.lead{font-size:1rem}
nav{position:static;margin:1rem 0;padding:.6rem 0}section{padding:1rem .95rem}.axis span:nth-child(even){display:none}
table.wide,.wide tbody{display:block}.wide thead{display:none}.wide tr{display:flex;flex-wrap:wrap;column-gap:1.1rem;border-bottom:1px solid var(--line);padding:.5rem 0}.wide td:has(.name,code),td.when{flex-basis:100%;min-width:0}
.at{grid-template-columns:minmax(0,1fr)}.wide tbody tr:last-child{border-bottom:0}.wide td{border:0;padding:.05rem 0}.wide td.num{text-align:left}.wide td[data-label]::before{content:attr(data-label) " ";color:var(--dim);font-size:.85rem}.wide td:empty{display:none}
.factors td:nth-child(3),.factors th:nth-child(3){display:none}}
@media print{@page{size:A4;margin:14mm 13mm 16mm;@bottom-left{content:"Torrent report";font:8px sans-serif;color:#5a6472}@bottom-right{content:counter(page) " / " counter(pages);font:8px sans-serif;color:#5a6472}}
:root{color-scheme:only light;--paper:#fff;--card:#fff}html{font-size:11px}body{max-width:none;padding:0;font-size:1rem;-webkit-print-color-adjust:exact;print-color-adjust:exact}nav{display:none}
header .facts{grid-template-columns:repeat(7,auto)}section{border:0;border-radius:0;border-top:1px solid var(--line);padding:.9rem 0 .3rem;margin:0}section:first-of-type{border-top:0}
th,td{padding-top:.3rem;padding-bottom:.3rem}code{font-size:.88rem}thead{display:table-header-group}tfoot{display:table-row-group}tr,.place,.cards .finding,.facts,.timeline,.map,.note{break-inside:avoid}
.finding{break-inside:auto;box-decoration-break:clone;-webkit-box-decoration-break:clone;padding:.45rem .7rem;margin:.5rem 0}h2,h3,.finding .row,.finding .rule,.chips,.legend,.stack,thead,tbody tr:first-child{break-after:avoid}tbody tr:last-child{break-before:avoid}p{orphans:3;widows:3}
details::details-content{content-visibility:visible;block-size:auto}summary{display:none}details{margin-top:0}}
`;
