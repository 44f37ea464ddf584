/* What Unfold's pages ask Alpine for by name, and small repairs. Alpine's CSP build
   evaluates only what was registered here, so that no page needs 'unsafe-eval'. */
"use strict";

// Before the first paint, so that a dark page does not flash white.
(() => {
  const chosen = (localStorage.getItem("_x_adminTheme") || '"auto"').replaceAll('"', "");
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.toggle("dark", chosen === "dark" || (chosen === "auto" && dark));
})();

function remembered(name) {
  return localStorage.getItem(name) !== "0";
}

document.addEventListener("alpine:init", () => {
  Alpine.data("theme", window.theme);
  Alpine.data("searchForm", window.searchForm);
  Alpine.data("studio", () => ({
    activeTab: "",
    sidebarMobileOpen: false,
    sidebarDesktopOpen: remembered("sidebarDesktopOpen"),
    // Unfold's forms post to the present address with the open tab behind it.
    window: { location: { pathname: location.pathname, search: location.search } },
    moveRecords(event) {
      return moveRecords(event);
    },
    sortRecords(event) {
      return sortRecords(event);
    },
    init() {
      const first = document.body.dataset.firstTab;
      this.activeTab = first ? getCurrentTab() || first : "";
      this.$watch("sidebarDesktopOpen", (open) => localStorage.setItem("sidebarDesktopOpen", open ? "1" : "0"));
    },
  }));
});

document.addEventListener("DOMContentLoaded", () => {
  // Unfold draws on whatever has the class "chart"; our charts are lists and need no drawing.
  for (const list of document.querySelectorAll(".chart:not(canvas)")) {
    list.getContext = () => null;
  }
  // Unfold writes a chosen file's name into a text field around it; ours have none, so
  // it failed, or wrote into another one. It passes over what it has seen before.
  const keepOurs = () => {
    for (const input of document.querySelectorAll(".cx-page input[type=file]")) {
      input.hasChangeListener = true;
    }
  };
  keepOurs();
  new MutationObserver(keepOurs).observe(document.body, { childList: true, subtree: true });
  // The theme's "Filters" and its like are links to nowhere: no key reached them.
  for (const link of document.querySelectorAll("a:not([href])")) {
    if (!link.hasAttribute("x-on:click")) continue;
    link.tabIndex = 0;
    link.setAttribute("role", "button");
    link.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.cx-menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.cx-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
});
