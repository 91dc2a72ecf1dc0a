namespace HandRolledHttp.Web.Files;

/// <summary>Static files as a route's handler.</summary>
public static class SendFile
{
    /// <summary>Responds with the file that the route's parameter names.</summary>
    public static async ValueTask SendAsync(this StaticFiles files, HttpRequest request, HttpResponse response)
    {
        using var file = files.Respond(new FileRequest(request.Method, request.RouteValue, request.Field));
        response.OmitConditions();
        response.Status = file.Status;
        foreach (var (name, value) in file.Fields)
            response.AddField(name, value);
        if (file.Status == 304)
            return;
        response.ContentLength = file.ContentLength;
        if (request.Method != "HEAD")
            await file.WriteBodyAsync(response.WriteAsync);
    }
}
