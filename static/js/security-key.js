// What allauth's scripts leave open: the button is there only where it can work, and a failure is said in words.
(() => {
  const parts = document.querySelectorAll("[data-needs-key]");
  if (window.PublicKeyCredential) parts.forEach((part) => { part.hidden = false; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-key-error]").forEach((place) => { place.hidden = false; place.focus(); });
  });
})();
