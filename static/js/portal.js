// Enhancements only: every page works without this file.
(() => {
  // Older browsers ignore autofocus on a div.
  const summary = document.getElementById("fehler");
  if (summary && document.activeElement !== summary) summary.focus();

  // A link of the error summary puts the cursor into the field.
  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus();
  });

  // Printing needs a script, so without one there is no button for it.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Copying needs a script, too.
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.firstElementChild.textContent = "Kopiert";
    });
  }

  // A new password is typed once, so it can be looked at.
  for (const field of document.querySelectorAll("input[type=password][autocomplete=new-password]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "me-reveal";
    button.textContent = "Passwort anzeigen";
    button.addEventListener("click", () => {
      const show = field.type === "password";
      field.type = show ? "text" : "password";
      button.textContent = show ? "Passwort verbergen" : "Passwort anzeigen";
    });
    field.after(button);
  }

  // What has changed is read out: the region stays outside of the swapped part, or screen readers miss it.
  const region = document.body.appendChild(document.createElement("p"));
  region.className = "kern-sr-only";
  region.setAttribute("role", "status");
  document.addEventListener("htmx:afterSettle", () => {
    region.textContent = document.querySelector("[data-announce]")?.textContent ?? "";
  });
})();
