// Passkeys: asks the browser for one and posts what it answers. A form says what it is for:
//   data-passkey="login"  whoever it is: the options come from the form's address
//   data-passkey="use"    a passkey of this account: the options stand in the page
//   data-passkey="add"    a new one: the options stand in the page
// Without JavaScript, or in a browser without passkeys, the forms stay hidden and the page shows another way.
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const listed = (credentials) => (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const optionsInPage = () => JSON.parse(document.getElementById("passkey-data").textContent);
  const optionsFrom = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return answer.json();
  };

  const create = async () => {
    const options = optionsInPage().creation_options.publicKey;
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: listed(options.excludeCredentials),
        // Always a passkey: kept in the device, opened by its owner.
        authenticatorSelection: {
          ...options.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
    return {
      ...described(made),
      response: {
        attestationObject: text(made.response.attestationObject),
        clientDataJSON: text(made.response.clientDataJSON),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
    };
  };

  const use = async ({ request_options: { publicKey: options } }) => {
    const shown = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: listed(options.allowCredentials) },
    });
    const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
    return {
      ...described(shown),
      response: {
        authenticatorData: text(authenticatorData),
        clientDataJSON: text(clientDataJSON),
        signature: text(signature),
        userHandle: userHandle && text(userHandle),
      },
    };
  };

  const described = (credential) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  const ceremonies = {
    add: create,
    use: () => use(optionsInPage()),
    login: async (form) => use(await optionsFrom(form.action)),
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const error = document.querySelector("[data-passkey-error]");
      error.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ceremonies[form.dataset.passkey](form));
        form.submit();
      } catch {
        // Given up, refused by the device, or nothing there: the person may try again or choose another way.
        error.hidden = false;
      }
    });
  }
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
})();
