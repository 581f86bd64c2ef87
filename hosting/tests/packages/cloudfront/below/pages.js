// A CloudFront function for viewer requests: a path that names no file is a page of the app.
function handler(event) {
  var request = event.request;
  if (!/\.[^/]*$/.test(request.uri)) request.uri = "/app/index.html";
  return request;
}
