using System.Security.Authentication;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>Turns whatever the library throws into a <see cref="NetworkException"/>, and tells what only a human can mend.</summary>
internal static class RedisErrors
{
    private const string SimpleError = "SimpleError: ";

    /// <summary>The error of a command.</summary>
    public static NetworkException Of(RedisOptions options, string command, Exception error) => error switch
    {
        NetworkException known => known,
        RedisServerException e when IsRefusal(e.Kind) => new RedisRefusedException($"Redis {options} answered {command} with: {Text(e)}", e),
        RedisServerException e => new NetworkException($"Redis {options} answered {command} with: {Text(e)}", e),
        TimeoutException => new NetworkException($"Redis {options} did not answer {command} in time.", error),
        _ => new NetworkException($"Redis {options} lost {command}: {error.Message}", error),
    };

    /// <summary>The error of an attempt to connect.</summary>
    public static NetworkException OfConnecting(RedisOptions options, Exception error)
    {
        // Only the innermost error says whether the login was refused or the handshake was cut off: the library calls both the same.
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is RedisServerException { Kind: RedisErrorKind.NoPermission } forbidden)
            {
                return new RedisRefusedException($"Redis {options} refused the login: the user may not do what a client needs ({Text(forbidden)}).", error);
            }

            if (inner is RedisServerException server && IsRefusal(server.Kind))
            {
                var why = options.Password is null && options.User is null ? "it wants a password (RedisOptions.Password)"
                    : options.User is null ? "the password is wrong" : $"the user '{options.User}' is unknown, or the password is wrong";
                return new RedisRefusedException($"Redis {options} refused the login: {why}.", error);
            }

            if (inner is AuthenticationException)
            {
                return new RedisRefusedException($"Redis {options} refused the login: its certificate was not accepted (TlsHost, CertificateValidation). {inner.Message}", error);
            }
        }

        // The library's advice is for those who have set it up themselves.
        return new NetworkException($"Redis {options} cannot be used: {error.Message.Split(" To allow this multiplexer", 2)[0]}", error);
    }

    /// <summary>The server's words.</summary>
    public static string Text(RedisServerException error) =>
        error.Message.StartsWith(SimpleError, StringComparison.Ordinal) ? error.Message[SimpleError.Length..] : error.Message;

    private static bool IsRefusal(RedisErrorKind kind) => kind is RedisErrorKind.NoAuth or RedisErrorKind.WrongPass
        or RedisErrorKind.NoPermission or RedisErrorKind.WrongType or RedisErrorKind.UnknownCommand;
}
