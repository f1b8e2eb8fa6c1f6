/* global document, location, SwaggerUIBundle */
// Shows the document of this very instance. Whatever is tried out is asked with the reader's own session, or with a
// token that they enter: then without the session, as the server takes one of the two only.
(async function () {
  const place = document.getElementById('docs');

  /** Swagger UI brings a `main` of its own; until then this is it. */
  function say(text) {
    place.replaceChildren(
      Object.assign(document.createElement('main'), { className: 'docs-notice', textContent: text }),
    );
  }

  async function read() {
    const answer = await fetch('/api/openapi.json');
    const body = await answer.json();
    if (answer.status === 401) location.assign('/login.html?next=' + encodeURIComponent('/api/docs'));
    if (!answer.ok) throw new Error(body.detail);
    return body;
  }

  /** The cookie is there already and cannot be entered; nobody shall be asked for it. */
  function withoutCookies(spec) {
    delete spec.components.securitySchemes.session;
    for (const path of Object.values(spec.paths)) {
      for (const operation of Object.values(path)) {
        operation.security = operation.security.filter((scheme) => 'token' in scheme);
      }
    }
    return spec;
  }

  try {
    const spec = withoutCookies(await read());
    SwaggerUIBundle({
      spec,
      domNode: place,
      deepLinking: true,
      docExpansion: 'list',
      filter: true,
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      persistAuthorization: false,
      validatorUrl: null,
      requestInterceptor(request) {
        if (request.headers.Authorization !== undefined) request.credentials = 'omit';
        return request;
      },
    });
  } catch (error) {
    say('The document could not be read. ' + (error.message || 'Try again soon.'));
  }
})();
