#include "edge/http/response_head.hpp"

#include <algorithm>

namespace relais::edge::http {
namespace {

void append_header(std::string& head, std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    const std::size_t at = head.size();
    head += value;
    std::replace_if(
        head.begin() + static_cast<std::ptrdiff_t>(at), head.end(),
        [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    head += "\r\n";
}

std::string status_line(int status) {
    std::string line = "HTTP/1.1 " + std::to_string(status) + " ";
    line += reason_phrase(status);
    line += "\r\n";
    return line;
}

}  // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
        case 101: return "Switching Protocols";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 422: return "Unprocessable Content";
        case 426: return "Upgrade Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 503: return "Service Unavailable";
        default: return "Answer";
    }
}

std::string response_head(const HttpResponse& response, std::size_t body_bytes, bool keep_alive,
                          std::string_view date) {
    std::string head = status_line(response.status);
    append_header(head, "date", date);
    for (const Header& header : response.headers) append_header(head, header.name, header.value);
    const bool without_body = response.status < 200 || response.status == 204 || response.status == 304;
    if (!without_body) append_header(head, "content-length", std::to_string(body_bytes));
    append_header(head, "connection", keep_alive ? "keep-alive" : "close");
    head += "\r\n";
    return head;
}

std::string switching_head(const HttpResponse& response, std::string_view accept_key) {
    std::string head = status_line(101);
    append_header(head, "upgrade", "websocket");
    append_header(head, "connection", "Upgrade");
    append_header(head, "sec-websocket-accept", accept_key);
    for (const Header& header : response.headers) append_header(head, header.name, header.value);
    head += "\r\n";
    return head;
}

HttpResponse plain_answer(int status) {
    HttpResponse response;
    response.status = status;
    response.headers = {{"content-type", "text/plain; charset=utf-8"}, {"x-content-type-options", "nosniff"}};
    if (status == 426) response.headers.push_back({"sec-websocket-version", "13"});
    if (status == 503) response.headers.push_back({"retry-after", "5"});
    response.body = std::string(reason_phrase(status)) + "\n";
    return response;
}

}  // namespace relais::edge::http
