/** The reference page's style sheet, served as a file because the content security policy forbids inline styles. */
export const stylesheet = `
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#fbfbfa, #131417); color: light-dark(#1c1d21, #e8e8ea); }
main { max-width: 54rem; margin: 0 auto; padding: 2rem 1rem 6rem; }
section { border-top: 1px solid light-dark(#dedfe3, #2c2e35); margin-top: 2rem; }
h2 { font-size: 1.05rem; margin-top: 1.5rem; overflow-wrap: anywhere; }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, monospace; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; display: block; overflow-x: auto; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; vertical-align: top; border-bottom: 1px solid light-dark(#eceded, #25272d); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; font-size: .9rem; }
dd { margin: 0; }
a { color: light-dark(#0b5cad, #7db7ff); }
`;
