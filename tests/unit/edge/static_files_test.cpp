// Our own pages from memory: right headers, right variant, nothing else of the disk.
#include "relais/edge/static_files.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

#include <gtest/gtest.h>

namespace relais::edge {
namespace {

namespace fs = std::filesystem;

class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / ("relais_static_" + std::to_string(::getpid()))) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << content;
    }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

std::string header(const HttpResponse& response, std::string_view name) {
    for (const Header& one : response.headers) {
        if (one.name == name) return one.value;
    }
    return {};
}

HttpRequest get(const std::string& path) {
    HttpRequest request;
    request.method = "GET";
    request.path = path;
    return request;
}

StaticMount mount(const Folder& folder, const std::string& path = "/console/") {
    StaticMount made;
    made.path = path;
    made.folder = folder.path();
    return made;
}

TEST(StaticFiles, ServesPagesWithAStrictPolicy) {
    const Folder folder;
    folder.write("index.html", "<!doctype html>");
    const StaticFiles files(mount(folder));
    const auto page = files.answer(get("/console/"));
    ASSERT_TRUE(page);
    EXPECT_EQ(*page->shared_body, "<!doctype html>");
    EXPECT_EQ(header(*page, "content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(header(*page, "cache-control"), "no-cache");
    EXPECT_EQ(header(*page, "content-security-policy"), strict_content_policy);
    EXPECT_EQ(header(*page, "content-security-policy").find("unsafe"), std::string::npos);
    EXPECT_EQ(header(*page, "x-content-type-options"), "nosniff");
    EXPECT_EQ(header(*page, "cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(header(*page, "strict-transport-security"), "");
    HttpRequest over_tls = get("/console/");
    over_tls.over_tls = true;
    EXPECT_NE(header(*files.answer(over_tls), "strict-transport-security"), "");
}

TEST(StaticFiles, KeepsHashedNamesForEver) {
    const Folder folder;
    folder.write("assets/index-BxYz12Ab.js", "x");
    folder.write("relais.js", "x");
    const StaticFiles files(mount(folder));
    EXPECT_EQ(header(*files.answer(get("/console/assets/index-BxYz12Ab.js")), "cache-control"),
              "public, max-age=31536000, immutable");
    EXPECT_EQ(header(*files.answer(get("/console/relais.js")), "cache-control"), "no-cache");
    EXPECT_TRUE(is_hashed_name("a.D3adB33f.css"));
    EXPECT_FALSE(is_hashed_name("my-component.js"));
    EXPECT_FALSE(is_hashed_name("index.html"));
    EXPECT_FALSE(is_hashed_name("logo-512.png"));
}

TEST(StaticFiles, ChoosesTheVariantTheBrowserTakes) {
    const Folder folder;
    folder.write("app.js", "plain");
    folder.write("app.js.br", "brotli");
    folder.write("app.js.gz", "gzip");
    folder.write("orphan.css.gz", "of nothing");
    const StaticFiles files(mount(folder));
    EXPECT_EQ(files.files(), 1U);
    const auto body = [&](const std::string& accepted) {
        HttpRequest request = get("/console/app.js");
        request.accept_encoding = accepted;
        const HttpResponse response = files.answer(request).value();
        EXPECT_EQ(header(response, "vary"), "accept-encoding");
        EXPECT_EQ(header(response, "content-type"), "text/javascript; charset=utf-8");
        return *response.shared_body + "/" + header(response, "content-encoding");
    };
    EXPECT_EQ(body(""), "plain/");
    EXPECT_EQ(body("gzip, deflate, br"), "brotli/br");
    EXPECT_EQ(body("gzip;q=1.0, br;q=0"), "gzip/gzip");
    EXPECT_EQ(body("GZIP"), "gzip/gzip");
    EXPECT_EQ(body("identity"), "plain/");
    EXPECT_EQ(body("*"), "brotli/br");
    EXPECT_EQ(body("*;q=0"), "plain/");
    EXPECT_EQ(body("brr, xgzip"), "plain/");
    EXPECT_FALSE(files.answer(get("/console/app.js.br")));
}

TEST(StaticFiles, AnswersAKnownTagWithoutTheBody) {
    const Folder folder;
    folder.write("app.js", "plain");
    folder.write("app.js.gz", "gzip");
    const StaticFiles files(mount(folder));
    HttpRequest request = get("/console/app.js");
    const std::string tag = header(*files.answer(request), "etag");
    EXPECT_TRUE(tag.starts_with('"') && tag.ends_with('"'));
    for (const std::string& known : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
        request.if_none_match = known;
        const HttpResponse answer = files.answer(request).value();
        EXPECT_EQ(answer.status, 304) << known;
        EXPECT_EQ(answer.shared_body, nullptr);
        EXPECT_EQ(header(answer, "etag"), tag);
    }
    request.if_none_match = "\"another\"";
    EXPECT_EQ(files.answer(request)->status, 200);
    request.if_none_match = tag;
    request.accept_encoding = "gzip";
    EXPECT_EQ(files.answer(request)->status, 200) << "the tag of another variant";
}

TEST(StaticFiles, ServesOnlyWhatWasThereAndMeantToBe) {
    const Folder folder;
    folder.write("index.html", "x");
    folder.write(".secret", "x");
    folder.write(".git/config", "x");
    fs::create_symlink("/etc/passwd", folder.path() + "/passwd");
    const StaticFiles files(mount(folder));
    EXPECT_EQ(files.files(), 1U);
    for (const char* path : {"/console/.secret", "/console/.git/config", "/console/passwd", "/console/../index.html",
                             "/console/nothing.js", "/index.html", "/consoleindex.html", "/"}) {
        EXPECT_FALSE(files.answer(get(path))) << path;
    }
    EXPECT_EQ(files.answer(get("/console"))->status, 308);
    HttpRequest post = get("/console/index.html");
    post.method = "POST";
    EXPECT_EQ(files.answer(post)->status, 405);
    EXPECT_EQ(header(*files.answer(post), "allow"), "GET, HEAD");
}

TEST(StaticFiles, FallsBackInsideAnApplicationOnly) {
    const Folder folder;
    folder.write("index.html", "application");
    StaticMount with_fallback = mount(folder);
    with_fallback.fallback = "index.html";
    const StaticFiles files(with_fallback);
    EXPECT_EQ(*files.answer(get("/console/conversations/7"))->shared_body, "application");
    EXPECT_FALSE(files.answer(get("/console/assets/gone.js")));
}

TEST(StaticFiles, LetsForeignPagesLoadTheWidget) {
    const Folder folder;
    folder.write("relais.js", "x");
    StaticMount widget = mount(folder, "/widget/");
    widget.for_foreign_pages = true;
    const StaticFiles files(widget);
    const HttpResponse answer = files.answer(get("/widget/relais.js")).value();
    EXPECT_EQ(header(answer, "cross-origin-resource-policy"), "cross-origin");
    EXPECT_EQ(header(answer, "access-control-allow-origin"), "*");
}

TEST(StaticFiles, NamesTheFolderItCannotRead) {
    StaticMount missing;
    missing.path = "/x/";
    missing.folder = "/nonexistent/relais";
    try {
        const StaticFiles files(missing);
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("/nonexistent/relais"), std::string::npos);
    }
    missing.path = "x";
    EXPECT_THROW(StaticFiles{missing}, std::runtime_error);
}

}  // namespace
}  // namespace relais::edge
