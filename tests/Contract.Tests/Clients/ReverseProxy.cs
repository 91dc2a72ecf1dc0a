using System.Net;
using System.Net.Sockets;

namespace Contract.Tests.Clients;

/// <summary>nginx in front of a server, with persistent connections to it, as in many deployments.</summary>
public sealed class ReverseProxy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServerProcess _nginx;

    private ReverseProxy(DirectoryInfo folder, ServerProcess nginx, string socket)
    {
        _folder = folder;
        _nginx = nginx;
        Client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancellation) => ConnectAsync(socket, cancellation), UseCookies = false })
        {
            BaseAddress = new Uri("http://proxy.test"),
        };
    }

    public HttpClient Client { get; }

    /// <summary>Starts nginx, or skips the test if it is not installed.</summary>
    /// <param name="port">The port of the server behind it.</param>
    public static async Task<ReverseProxy> StartAsync(int port)
    {
        var nginx = Tool.Require("nginx");
        var folder = Directory.CreateTempSubdirectory("nginx-");
        // A Unix socket in the folder: nginx does not report the port that it got for port 0.
        var socket = Path.Combine(folder.FullName, "proxy.sock");
        var configuration = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder.FullName, socket, port));
        try
        {
            // nginx logs the notice when it listens.
            var process = await ServerProcess.StartCommandAsync(
                nginx.Path, ["-e", "stderr", "-p", folder.FullName, "-c", configuration], new("start worker process [0-9]"));
            return new ReverseProxy(folder, process, socket);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _nginx.StopAsync();
        await _nginx.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // All files are in its own folder, so it needs no permissions and leaves nothing behind. One persistent connection, so that each request
    // depends on the state that the previous one left; no retries, so that no error is hidden. As root, nginx would otherwise serve as
    // another user, who cannot enter the folder.
    private static string Configuration(string folder, string socket, int port) =>
        $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        pid "{{folder}}/nginx.pid";
        error_log stderr notice;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path "{{folder}}/body";
          proxy_temp_path "{{folder}}/proxy";
          fastcgi_temp_path "{{folder}}/fastcgi";
          uwsgi_temp_path "{{folder}}/uwsgi";
          scgi_temp_path "{{folder}}/scgi";
          client_max_body_size 0;
          upstream by_hand {
            server {{IPAddress.Loopback}}:{{port}} max_fails=0;
            keepalive 1;
            keepalive_requests 100000;
          }
          server {
            listen "unix:{{socket}}";
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_next_upstream off;
            proxy_request_buffering off;
            location / { proxy_pass http://by_hand; }
          }
        }
        """;
}
