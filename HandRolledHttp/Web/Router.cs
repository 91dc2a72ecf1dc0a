using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Http1;
using HandRolledHttp.Web.Conditions;

namespace HandRolledHttp.Web;

/// <summary>Responds to a request.</summary>
public delegate ValueTask RequestHandler(HttpRequest request, HttpResponse response);

/// <summary>
/// Finds the handler for a path and a method. A pattern is literal, or ends in one parameter: <c>/status/{code}</c> matches one segment,
/// <c>/files/{**path}</c> the whole rest. Paths are compared byte for byte: they are case-sensitive (RFC 9110 §4.2.3).
/// </summary>
internal sealed class Router : IRequestDispatcher
{
    private static readonly string s_allMethods = string.Join(", ", Methods.Known.Order(StringComparer.Ordinal));

    private readonly List<Route> _routes = [];

    /// <summary>Adds a handler for a method; GET also handles HEAD, with the same fields and no body (RFC 9110 §9.3.2).</summary>
    public void Map(string method, string pattern, RequestHandler handler)
    {
        var route = _routes.Find(r => r.Pattern == pattern);
        if (route is null)
            _routes.Add(route = new Route(pattern));
        route.Handlers[method] = handler;
        if (method == "GET")
            route.Handlers["HEAD"] = handler;
    }

    /// <inheritdoc/>
    public Func<ValueTask> Prepare(Exchange exchange)
    {
        var request = new HttpRequest(exchange);
        var response = new HttpResponse(exchange, request);
        return () => RouteAsync(request, response);
    }

    // Runs the handler. If there is none, it responds with 501, 404 or 405; it responds to OPTIONS for every known path.
    private ValueTask RouteAsync(HttpRequest request, HttpResponse response)
    {
        request.RoutePattern = null;
        var method = request.Method;
        if (!Methods.Known.Contains(method))
        {
            // The bytes after CONNECT are for the other end of a tunnel, and are not a request (RFC 9110 §9.3.6).
            if (request.Head.TargetForm == TargetForm.Authority)
                response.CloseAfter();
            return response.StatusAsync(501); // RFC 9110 §9.1
        }

        if (request.Head.IsServerWide)
            return AllowAsync(response, 204, s_allMethods);

        var route = Find(request);
        if (route is null)
            return response.StatusAsync(404);
        if (route.Handlers.TryGetValue(method, out var handler))
        {
            if (request.Head.IsConditional)
                response.DependOn(new RequestConditions(request, route.Handlers.ContainsKey("GET")));
            return handler(request, response);
        }

        return AllowAsync(response, method == "OPTIONS" ? 204 : 405, route.Allow);
    }

    private Route? Find(HttpRequest request)
    {
        if (request.Head.Path.NamesNothing)
            return null;
        foreach (var route in _routes)
        {
            if (route.Matches(request.PathBytes, out var value))
            {
                request.RouteRange = value;
                request.RoutePattern = route.Pattern;
                return route;
            }
        }

        return null;
    }

    private static ValueTask AllowAsync(HttpResponse response, int status, string allow)
    {
        response.AddField("Allow", allow);
        return response.StatusAsync(status);
    }

    private sealed class Route
    {
        private readonly byte[] _literal;
        private readonly bool _hasParameter;
        private readonly bool _takesRest;

        public Route(string pattern)
        {
            Pattern = pattern;
            var brace = pattern.IndexOf('{', StringComparison.Ordinal);
            if (!pattern.StartsWith('/') || (brace >= 0 && (pattern[brace - 1] != '/' || !pattern.EndsWith('}'))))
                throw new ArgumentException($"The pattern \"{pattern}\" must begin with / and may end in one parameter, /{{name}} or /{{**name}}.", nameof(pattern));
            _hasParameter = brace >= 0;
            _takesRest = pattern.Contains("{**", StringComparison.Ordinal);
            _literal = Encoding.UTF8.GetBytes(_hasParameter ? pattern[..brace] : pattern);
        }

        public string Pattern { get; }

        public Dictionary<string, RequestHandler> Handlers { get; } = [];

        public string Allow => string.Join(", ", Handlers.Keys.Append("OPTIONS").Order(StringComparer.Ordinal));

        public bool Matches(ReadOnlySpan<byte> path, out ByteRange value)
        {
            value = default;
            if (!_hasParameter)
                return path.SequenceEqual(_literal);
            if (!path.StartsWith(_literal))
                return false;
            value = new ByteRange(_literal.Length, path.Length - _literal.Length);
            return _takesRest || (value.Length > 0 && !value.Of(path).Contains((byte)'/'));
        }
    }
}
