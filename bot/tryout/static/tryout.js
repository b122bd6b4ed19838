// After a press on a narrow screen, the phone is brought back to where it was; wide ones show it anyway.
(function () {
  "use strict";
  var phone = document.querySelector("iframe.phone[autofocus]");
  if (!phone || window.matchMedia("(min-width: 56em)").matches) { return; }
  var told = document.querySelector(".tryout__told--duty, .tryout__told--note");
  (told || phone).scrollIntoView();
})();
