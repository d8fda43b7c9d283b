namespace Dialtone.PowerShell.Arguments;

/// <summary>What an argument is written as.</summary>
internal enum ArgumentForm : byte
{
    /// <summary><c>sip:alice@contoso.example</c>.</summary>
    SipAddress,

    /// <summary><c>pool01.contoso.example</c>.</summary>
    HostName,

    /// <summary><c>https://pool01.contoso.example/CertProv/CertProvisioningService.svc</c>.</summary>
    SecureUrl,

    /// <summary><c>192.0.2.2</c>, or with a port: <c>192.0.2.2:53</c>.</summary>
    Server,

    /// <summary><c>off</c>, or as <see cref="Server"/>.</summary>
    ServerOrOff,

    /// <summary><c>192.0.2.2</c>.</summary>
    Address,

    /// <summary><c>+14255550100</c>, or an extension.</summary>
    PhoneNumber,

    /// <summary>The name of an interface of this machine.</summary>
    Interface,

    /// <summary>The name of a kind of device.</summary>
    Profile,

    /// <summary>The name of a variable, without the dollar sign.</summary>
    VariableName,
}
