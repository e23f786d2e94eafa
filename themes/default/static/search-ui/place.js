// Where search finds things, as the page's script tag says: the root of the site, the page of results, the engine.
//
//   <script defer src="../../assets/search.HASH.js" data-root="../../" data-page="search.html"
//           data-engine="../../assets/search-engine.HASH.js"></script>
//
// The build joins the scripts of search as `search.js.bundle` says, so the tag is that of them all. What one gives the
// others it adds to `studybook.search`, whose type stands in search.d.ts. Never: a request to another place.

(() => {
    "use strict";

    const script = /** @type {HTMLScriptElement} */ (document.currentScript);
    const given = script.dataset;
    const root = new URL(given.root || "./", document.baseURI);
    const page = new URL(given.page ?? "search.html", root);
    const engineScript = new URL(given.engine ?? "", document.baseURI);

    globalThis.studybook ??= /** @type {any} */ ({});
    globalThis.studybook.search = /** @type {any} */ ({ root, page, engineScript });
})();
