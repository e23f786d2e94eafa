// Keeps a page of `studybook serve` up to date: reloads it where it was scrolled to, swaps style sheets in place, and
// shows problems over it. The server adds this script to pages on their way out; it is no part of a built site.
(function () {
  "use strict";
  var script = /** @type {HTMLScriptElement} */ (document.currentScript);
  var page = script.dataset.page || "";
  var run = Number(script.dataset.run);
  var version = Number(script.dataset.version);
  var key = "studybook-scroll";
  /** @type {EventSource | null} */
  var source = null;
  /** @type {HTMLElement | null} */
  var overlay = null;

  /** Goes back to where the page was before it was reloaded. */
  function restore() {
    var kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(key) || "null");
      sessionStorage.removeItem(key);
    } catch (_) {
      return;
    }
    if (kept && kept.path === location.pathname) {
      window.scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    }
  }

  function reload() {
    try {
      sessionStorage.setItem(key, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
    } catch (_) {
      // Without storage the browser's own memory of the position has to do.
    }
    location.reload();
  }

  /**
   * Whether a change of these files can be seen on this page: it is one of them, or has asked for one. Data of the search is
   * asked for again with the next word.
   * @param {string[]} changed
   */
  function concerns(changed) {
    var asked = new Set(
      performance.getEntriesByType("resource").map(function (entry) {
        var address = new URL(entry.name);
        return address.origin + address.pathname;
      }),
    );
    return changed.some(function (path) {
      if (path === page) return true;
      if (path.indexOf("search/") === 0) return page === "search.html";
      return asked.has(location.origin + new URL(path.split("/").map(encodeURIComponent).join("/"), location.origin).pathname);
    });
  }

  /**
   * Puts new style sheets in the place of old ones; the old go when the new have arrived.
   * @param {[string, string][]} styles
   */
  function swap(styles) {
    document.querySelectorAll("link[rel~=stylesheet]").forEach(function (node) {
      var link = /** @type {HTMLLinkElement} */ (node);
      styles.forEach(function (pair) {
        if (decodeURIComponent(new URL(link.href).pathname) !== "/" + pair[0]) return;
        var next = /** @type {HTMLLinkElement} */ (link.cloneNode());
        next.href = "/" + pair[1].split("/").map(encodeURIComponent).join("/");
        next.onload = next.onerror = function () {
          link.remove();
        };
        link.after(next);
      });
    });
  }

  /**
   * Shows problems over the page, or takes them away.
   * @param {string} problems
   */
  function show(problems) {
    if (overlay) overlay.remove();
    overlay = null;
    if (!problems) return;
    overlay = document.createElement("div");
    overlay.id = "studybook-overlay";
    var root = overlay.attachShadow({ mode: "open" });
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/.studybook/overlay.css";
    var panel = document.createElement("section");
    panel.setAttribute("role", "alert");
    var title = document.createElement("h1");
    title.textContent = "Not rebuilt: this is the last good page";
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", function () {
      show("");
    });
    var text = document.createElement("pre");
    text.textContent = problems;
    panel.append(title, close, text);
    root.append(style, panel);
    document.body.append(overlay);
  }

  /** @param {MessageEvent} event */
  function hear(event) {
    var state = JSON.parse(event.data);
    show(state.problems);
    // A page that could not be made has no version, and waits.
    if (version === 0 && state.problems) return;
    if (state.run === run && state.version === version) return;
    var follows = state.run === run && state.version === version + 1;
    if (follows && state.styles) {
      swap(state.styles);
    } else if (!follows || !state.changed || concerns(state.changed)) {
      reload();
      return;
    }
    version = state.version;
  }

  // A browser keeps few connections to one server: hidden pages do without theirs, and catch up when they are shown.
  function listen() {
    if (document.hidden) {
      if (source) source.close();
      source = null;
    } else if (!source) {
      source = new EventSource("/.studybook/events");
      source.onmessage = hear;
    }
  }

  if (document.readyState === "complete") restore();
  else window.addEventListener("load", restore);
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", function () {
    if (source) source.close();
    source = null;
  });
  window.addEventListener("pageshow", listen);
  listen();
})();
