// dotnet run server.cs -- 8000
using System.Net;
using System.Net.Sockets;
using System.Text;

var server = new TcpListener(IPAddress.Loopback, int.Parse(args[0]));
server.Start();
while (true)
{
    using var client = server.AcceptSocket();
    var data = new byte[1024];
    var count = client.Receive(data);
    Console.WriteLine(Encoding.UTF8.GetString(data, 0, count));
    client.Send(Encoding.UTF8.GetBytes("你好，客户端！"));
}
